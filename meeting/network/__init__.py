"""The room's own network: HTTPS by an authority of the office's own, and the Wi-Fi that the hall screen shows."""
