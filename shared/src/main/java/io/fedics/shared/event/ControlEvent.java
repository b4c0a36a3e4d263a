package io.fedics.shared.event;

/** Tells readers how far a site is complete and which detectors and models are in force. Not stored. */
public sealed interface ControlEvent extends Event
    permits Progress, SourceOpened, SourceGone, SiteForgotten, DetectorSet, ModelActivated {}
