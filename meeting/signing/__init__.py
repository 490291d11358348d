"""Signing: keys, certificates and signatures of any PDF. It knows nothing of minutes; pyHanko is used only here."""
