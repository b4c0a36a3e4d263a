package io.fedics.shared.event;

/**
 * The site ended longer ago than anything of it is kept; whoever is through with its last second drops all state of it.
 * Behind the {@code Progress} of that second. What comes later of the site is of a site nobody knew.
 *
 * @param lastSecond newest epoch second of the site
 */
public record SiteForgotten(String site, String source, long seq, long lastSecond)
    implements ControlEvent {}
