"""The password of every account that tests make."""

PASSWORD = "kite river lantern mosaic"
