"""From a text to sentences of items: names, times, figures and words with a meaning."""
