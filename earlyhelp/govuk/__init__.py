"""GOV.UK components: drawn by govuk-frontend-jinja, called from Django templates and forms."""
