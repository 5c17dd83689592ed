import pytest

from sunshine.places.models import MapVersion


@pytest.mark.django_db
def test_there_is_one_map_version():
    assert MapVersion.objects.count() == 1
