"""The addresses of the directory."""

from django.urls import path

from localities.views import directory

urlpatterns = [
    path("directory/", directory.directory, name="directory"),
    path("directory/<slug:key>/", directory.service, name="directory-entry"),
]
