"""The main job of the product, done against the running stack by HTTP alone."""
