"""Addresses of the desk's pages for posts, pledges and what residents say of them."""

from django.urls import URLPattern, path

from sunshine.desk.views import posts

urlpatterns: list[URLPattern] = [
    path("posts/", posts.posts, name="posts"),
    path("posts/add/", posts.open_new, name="post_add"),
    path("posts/<int:pk>/", posts.post, name="post"),
    path("posts/<int:pk>/<slug:step>/", posts.post_step, name="post_step"),
    path("pledges/", posts.pledges, name="pledges"),
    path("pledges/add/", posts.promise, name="pledge_add"),
    path("pledges/<slug:ref>/", posts.settle, name="pledge"),
    path("comments/", posts.comments, name="comments"),
    path("comments/<int:pk>/<slug:step>/", posts.decide, name="comment_step"),
]
