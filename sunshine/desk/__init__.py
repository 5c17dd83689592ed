"""工作台 The door of community, street, county and department staff."""
