"""Every address of the site: public pages by language, the desk, and what machines ask for."""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from ratschlag.city import urls as city
from ratschlag.concept import urls as concept
from ratschlag.council import urls as council
from ratschlag.events import urls as events
from ratschlag.goals import urls as goals
from ratschlag.monitoring import urls as monitoring
from ratschlag.people import urls as people
from ratschlag.portal import urls as portal
from ratschlag.press import urls as press
from ratschlag.privacy import urls as privacy
from ratschlag.process import urls as process
from ratschlag.survey import urls as survey
from ratschlag.synthesis import urls as synthesis

handler400 = "ratschlag.portal.views.errors.bad_request"
handler403 = "ratschlag.portal.views.errors.forbidden"
handler404 = "ratschlag.portal.views.errors.not_found"
handler500 = "ratschlag.portal.views.errors.broken"

# The administration has no log-in of its own: it would pass by the second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("desk/konto/", include(people.account)),
    path("desk/admin/", admin.site.urls),
    path("desk/", include((portal.desk, "desk"))),
    path("desk/", include((people.desk, "people_desk"))),
    path("desk/", include((process.desk, "process_desk"))),
    path("desk/", include((events.desk, "events_desk"))),
    path("desk/", include((synthesis.desk, "synthesis_desk"))),
    path("desk/", include((survey.desk, "survey_desk"))),
    path("desk/", include((goals.desk, "goals_desk"))),
    path("desk/", include((concept.desk, "concept_desk"))),
    path("desk/", include((council.desk, "council_desk"))),
    path("desk/", include((monitoring.desk, "monitoring_desk"))),
    path("desk/", include((press.desk, "press_desk"))),
    path("desk/", include((privacy.desk, "privacy_desk"))),
    *i18n_patterns(
        path("", include((portal.public, "portal"))),
        path("", include((process.public, "process"))),
        path("", include((events.public, "events"))),
        path("", include((survey.public, "survey"))),
        path("", include((concept.public, "concept"))),
        path("", include((council.public, "council"))),
        path("", include((monitoring.public, "monitoring"))),
        path("", include((press.public, "press"))),
        path("", include((privacy.public, "privacy"))),
        path("", include((city.public, "city"))),
    ),
    path("", include((survey.on_the_way, "tablet"))),
    path("", include((portal.root, "root"))),
    path("", include((city.root, "city_root"))),
    path("", include((press.root, "press_root"))),
    path("", include((process.root, "short"))),
]
