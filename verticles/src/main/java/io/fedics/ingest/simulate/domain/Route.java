package io.fedics.ingest.simulate.domain;

/**
 * Who asks whom for what.
 *
 * @param from address
 * @param to address
 * @param service what a sensor recognises once both have spoken
 */
record Route(String from, String to, int port, String service) {

  static Route of(Device from, Device to, int port, String service) {
    return new Route(from.address(), to.address(), port, service);
  }

  static Route of(Device from, String to, int port, String service) {
    return new Route(from.address(), to, port, service);
  }

  /** The same from elsewhere. */
  Route from(String other) {
    return new Route(other, to, port, service);
  }
}
