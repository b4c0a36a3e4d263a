package io.fedics.detect.domain.physics;

/** Distances on the globe. */
final class Earth {
  /** Mean radius, IUGG. */
  private static final double RADIUS_KM = 6_371.0088;

  private Earth() {}

  /**
   * Great-circle distance by the haversine formula (Sinnott 1984), within 0.5 % of the ellipsoid.
   *
   * @param latitudeA degrees, as are the others
   * @return kilometres, 0 to about 20,015
   */
  static double kilometres(
      double latitudeA, double longitudeA, double latitudeB, double longitudeB) {
    double a = Math.toRadians(latitudeA);
    double b = Math.toRadians(latitudeB);
    double north = Math.sin((b - a) / 2);
    double east = Math.sin(Math.toRadians(longitudeB - longitudeA) / 2);
    double haversine = north * north + Math.cos(a) * Math.cos(b) * east * east;
    return 2 * RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(haversine)));
  }
}
