package io.fedics.ingest.simulate.domain;

/** Everything benign of one plant. */
final class DailyWork {
  /** A plant grows by at most this share of its devices. */
  private static final double MOST_GROWTH = 0.1;

  private static final double HOURS_BETWEEN_NEW_DEVICES = 10;

  private final Plant plant;
  private final Schedule schedule;
  private final MachineWork machines;
  private final PeopleWork people;
  private final int mostDevices;

  DailyWork(Plant plant, Dice dice) {
    this.plant = plant;
    this.schedule = new Schedule(dice.of("turns"));
    this.machines = new MachineWork(plant, schedule, dice.of("machines"));
    this.people = new PeopleWork(plant, schedule);
    this.mostDevices = (int) (plant.all().size() * (1 + MOST_GROWTH));
    new ControlWork(plant, schedule, dice.of("control")).add();
    machines.add();
    new ServerWork(plant, schedule, dice.of("servers")).add();
    people.add();
    schedule.add(
        Schedule.Group.SELDOM,
        Timing.byPeopleEvery(HOURS_BETWEEN_NEW_DEVICES * 3_600),
        1,
        this::join);
  }

  void start(double rate, long from, Wire wire) {
    schedule.fit(rate);
    schedule.start(from, wire);
  }

  /** Somebody gets a new PC: it asks for an address, then does what the others do. */
  private void join(long at, Dice dice, Wire wire) {
    if (plant.all().size() >= mostDevices) {
      return;
    }
    Device pc = plant.install(DeviceKind.OFFICE_PC);
    Route route = Route.of(pc, plant.serverFor(DeviceKind.DIRECTORY, pc), 67, "dhcp");
    wire.send(Conversation.udp(at, dice, route, dice.size(9_000, 0.5), 320, 340));
    machines.addFor(pc);
    people.addFor(pc);
    schedule.start(at, wire);
  }
}
