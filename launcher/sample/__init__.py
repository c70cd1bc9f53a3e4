"""What a first start puts into the portal, so that it is not empty: through the real API and workers."""
