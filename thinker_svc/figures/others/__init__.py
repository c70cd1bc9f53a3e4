"""What no search can bear, and what is said of something else."""
