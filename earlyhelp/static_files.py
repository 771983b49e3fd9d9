"""Static files with their content's hash in their names, so that browsers keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Also rewrites the imports between our scripts, which are modules."""

    support_js_module_import_aggregation = True
