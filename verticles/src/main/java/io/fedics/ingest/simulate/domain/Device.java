package io.fedics.ingest.simulate.domain;

/**
 * A machine of the plant.
 *
 * @param address IPv4, private
 * @param number counts the devices of a kind from 0
 */
public record Device(String address, DeviceKind kind, int number) {}
