"""Ways for mail to leave that keep the time of a delivery's lease, as Django's and Anymail's own do not."""
