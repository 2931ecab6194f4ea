"""seqdemo: trained sequence models, walked one step at a time in the open."""
