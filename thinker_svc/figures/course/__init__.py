"""The course of a series: trends, streaks, highs and lows."""
