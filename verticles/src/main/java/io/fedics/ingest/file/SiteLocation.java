package io.fedics.ingest.file;

/** Degrees, north and east positive. */
public record SiteLocation(double latitude, double longitude) {}
