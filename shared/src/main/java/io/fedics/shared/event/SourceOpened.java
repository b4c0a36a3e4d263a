package io.fedics.shared.event;

/**
 * From {@code fromSecond} (epoch) on, the site has this source too.
 *
 * @param opened name of the new source
 */
public record SourceOpened(String site, String source, long seq, String opened, long fromSecond)
    implements ControlEvent {}
