package io.fedics.shared.event;

/**
 * The source ended, or was silent for too long; the site no longer waits for it.
 *
 * @param gone name of the source
 * @param lastSecond epoch second of its newest record
 */
public record SourceGone(String site, String source, long seq, String gone, long lastSecond)
    implements ControlEvent {}
