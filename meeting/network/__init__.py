"""The room's own network: HTTPS by the office's own authority, and the Wi-Fi shown on the hall screen."""
