"""Early Help Assessments, the plan, and Team Around the Family meetings."""
