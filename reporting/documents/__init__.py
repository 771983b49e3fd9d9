"""Documents composed of figures and of what their author writes."""
