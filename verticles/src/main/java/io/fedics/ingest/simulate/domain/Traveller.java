package io.fedics.ingest.simulate.domain;

/** An engineer who works at one site on even days and at the other on odd days: possible, if tiring. */
final class Traveller {
  private static final String ACCOUNT = "field-engineer";

  private Traveller() {}

  static void start(Target home, Target away, long from, Dice dice) {
    work(home, 0, from, dice);
    work(away, 1, from, dice);
  }

  private static void work(Target target, long parity, long from, Dice dice) {
    Plant plant = target.plant();
    Device laptop = plant.all(DeviceKind.ENGINEERING).get(1);
    Route route = Route.of(laptop, plant.serverFor(DeviceKind.DIRECTORY, laptop), 88, "kerberos");
    FlowSource logIn = (at, d, wire) -> {
      if (Math.floorDiv(at, Timing.DAY) % 2 == parity) {
        wire.send(MachineWork.ticket(at, d, route, ACCOUNT));
      }
    };
    for (double hour : new double[] {8.5, 10, 13, 15.5}) {
      Dice own = dice.of(plant.site.name() + hour);
      target.wire().begin(new Recurring(Timing.daily(hour, 20), from, own, target.wire(), logIn));
    }
  }
}
