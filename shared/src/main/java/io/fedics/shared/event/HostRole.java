package io.fedics.shared.event;

/** Which end of a flow a host was. */
public enum HostRole {
  SOURCE,
  DESTINATION
}
