"""Identity over time: keys that outlive one reading, likely matches between persons, and what people decided about them."""
