"""What programs expose: catalogues made from it, and declarations compared with it."""
