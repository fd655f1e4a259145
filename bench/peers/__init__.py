"""What others do with the same request, to compare with: nothing of this runs in the project."""
