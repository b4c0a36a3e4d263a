package io.fedics.ingest.simulate.domain;

/**
 * Where a simulated plant stands.
 *
 * @param name {@code [a-z0-9-]{1,32}}
 * @param latitude degrees, north positive
 * @param longitude degrees, east positive
 * @param weight share of the plan's rate that this site gets, relative to the other sites; positive
 */
public record PlantSite(String name, double latitude, double longitude, double weight) {
  /** Brno. */
  public static final PlantSite DEMO = main("demo");

  /** Gdańsk: 590 km from Brno, an hour by air at best. */
  public static final PlantSite DEMO_B = DEMO.companion();

  public PlantSite {
    if (!name.matches("[a-z0-9-]{1,32}")) {
      throw new IllegalArgumentException(
          "site: " + name + " (expected: 1 to 32 of a-z, 0-9 and -)");
    }
    if (!(weight > 0)) {
      throw new IllegalArgumentException("weight: " + weight + " (expected: above 0)");
    }
  }

  /** A site in Brno. */
  public static PlantSite main(String name) {
    return new PlantSite(name, 49.195, 16.607, 1);
  }

  /** The smaller plant of the same company in Gdańsk, {@code NAME-b}. */
  public PlantSite companion() {
    String stem = name.length() > 30 ? name.substring(0, 30) : name;
    return new PlantSite(stem + "-b", 54.352, 18.647, 0.1);
  }
}
