"""What others tell us: signed status updates, answers to text messages, bounces."""
