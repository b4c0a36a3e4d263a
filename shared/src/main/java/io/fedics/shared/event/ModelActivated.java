package io.fedics.shared.event;

/** From {@code fromSecond} (epoch) on, {@code detector} judges this site with another model. */
public record ModelActivated(
    String site, String source, long seq, long fromSecond, String detector, ModelRef model)
    implements ControlEvent {}
