package io.jcompose.spec.lint;

import io.jcompose.spec.Service;

/** An image that may be another one tomorrow. */
final class UntaggedImage implements Rule {
    private static final About ABOUT = new About(
            "untagged-image",
            Level.WARNING,
            "images without tag or with `latest`",
            "which program runs then depends on the day of the pull, and there is no way back to the one before");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void check(Subject subject, Report report) {
        for (Service service : subject.services()) {
            String image = service.image();
            String tag = tag(image);
            if (image.isEmpty() || image.contains("@") || !(tag.isEmpty() || tag.equals("latest"))) {
                continue;
            }
            String name = tag.isEmpty() ? image : image.substring(0, image.length() - ":latest".length());
            report.find(
                    Subject.path(service) + ".image",
                    tag.isEmpty() ? "image " + image + " has no tag" : "image " + image + " is a moving target",
                    "name a version, as in `" + name + ":1.2.3`");
        }
    }

    /** What follows the last colon behind the last slash. */
    private static String tag(String image) {
        String last = image.substring(image.lastIndexOf('/') + 1);
        int colon = last.indexOf(':');
        return colon < 0 ? "" : last.substring(colon + 1);
    }
}
