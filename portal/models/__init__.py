"""What pages read: typed and frozen. Templates never see a dict."""
