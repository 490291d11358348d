"""Signing: keys, certificates and signatures of any PDF. Independent of minutes; the only user of pyHanko."""
