package io.fedics.present.access;

import java.time.Instant;

/**
 * Who asks.
 *
 * @param id unguessable; empty for a program with the token
 * @param csrf what a state-changing request from a browser must repeat; empty for a program
 */
public record Session(String id, String person, Instant expires, String csrf) {

  static Session ofProgram(String person) {
    return new Session("", person, Instant.MAX, "");
  }

  /** True for a cookie: a foreign page could make the browser send it. */
  boolean isBrowser() {
    return !id.isEmpty();
  }
}
