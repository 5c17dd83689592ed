"""Addresses of the desk's pages for the party line: tree, coverage, partner units, lists, reporting."""

from django.urls import URLPattern, path

from sunshine.desk.views import partners, party, reporting

urlpatterns: list[URLPattern] = [
    path("", party.tree_page, name="party"),
    path("add/", party.add, name="body_add"),
    path("import/", party.read_file, name="party_import"),
    path("export/", party.write_file, name="party_export"),
    path("coverage/", party.coverage_page, name="coverage"),
    path("coverage/<slug:code>/", party.community_page, name="coverage_of"),
    path("coverage/<slug:code>/map.json", party.coverage_map, name="coverage_map"),
    path("partners/", partners.partners_page, name="partners"),
    path("partners/add/", partners.add_partner, name="partner_add"),
    path("partners/agreement/", partners.add_agreement, name="agreement_add"),
    path("partners/<int:pk>/end/", partners.end, name="agreement_end"),
    path("lists/", partners.lists_page, name="lists"),
    path("lists/add/", partners.add_to_list, name="line_add"),
    path("lists/<int:pk>/<slug:step>/", partners.line_step, name="line_step"),
    path("reporting/", reporting.reporting_page, name="reporting"),
    path("reporting/unit/", reporting.add_unit, name="reporting_unit"),
    path("reporting/person/", reporting.add_person, name="reporting_person"),
    path("reporting/roll/", reporting.roll, name="reporting_roll"),
    path("reporting/form/", reporting.blank_sheet, name="reporting_blank"),
    path("reporting/<int:pk>/form/", reporting.form_of, name="reporting_form"),
    path("reporting/<int:pk>/comment/", reporting.comment, name="reporting_comment"),
    path("<int:pk>/", party.body, name="body"),
    path("<int:pk>/change/", party.change, name="body_change"),
    path("<int:pk>/close/", party.close, name="body_close"),
]
