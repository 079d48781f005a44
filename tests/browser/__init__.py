"""The site in a real Chromium: what people see on a telephone, with a screen reader, without JavaScript."""
