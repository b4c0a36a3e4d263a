package io.fedics.shared.event;

import org.jspecify.annotations.Nullable;

/**
 * From {@code fromSecond} (epoch) on, {@code detector} judges this site with another model, or tries it.
 *
 * @param onTrial true: the one in force goes on judging, this one scores the same beside it and takes its place where it
 *     does no worse; null is false
 * @param activation which one of this detector's, counted by who asks: a model that was tried is tried again by a later one; null
 *     where nobody counts
 */
public record ModelActivated(
    String site,
    String source,
    long seq,
    long fromSecond,
    String detector,
    ModelRef model,
    @Nullable Boolean onTrial,
    @Nullable Long activation)
    implements ControlEvent {}
