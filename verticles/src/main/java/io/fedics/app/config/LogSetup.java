package io.fedics.app.config;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.LoggerFactory;

/** Logs go to standard error, one line each; set up in code, because reading XML costs a tenth of a second per start. */
public final class LogSetup extends ContextAwareBase implements Configurator {

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender(context, text(context)));
    context.getLogger("io.fedics").setLevel(Level.INFO);
    // These say with a stack trace what the command line says in one sentence.
    context.getLogger("io.vertx.launcher").setLevel(Level.OFF);
    context.getLogger("io.vertx.core.impl.VertxImpl").setLevel(Level.OFF);
    context.getLogger("com.hazelcast.instance").setLevel(Level.OFF);
    // Each of these warns about what is meant so, or about what the readers recover from.
    context.getLogger("org.apache.kafka").setLevel(Level.ERROR);
    context.getLogger("kafka").setLevel(Level.ERROR);
    context.getLogger("kafka.server.ControllerApis").setLevel(Level.OFF);
    context.getLogger("state.change.logger").setLevel(Level.ERROR);
    context.getLogger("io.micrometer").setLevel(Level.ERROR);
    // Says with a stack trace that somebody closed a page.
    context
        .getLogger("io.vertx.ext.web.handler.sockjs.impl.EventBusBridgeImpl")
        .setLevel(Level.OFF);
    // What a stage cannot do when it gets partitions it says itself, in one sentence.
    context
        .getLogger("org.apache.kafka.clients.consumer.internals.ConsumerRebalanceListenerInvoker")
        .setLevel(Level.OFF);
    context.getLogger("com.hazelcast").setLevel(Level.ERROR);
    context.getLogger("org.flywaydb").setLevel(Level.ERROR);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static Encoder<ILoggingEvent> text(LoggerContext context) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n%rEx{12}");
    encoder.start();
    return encoder;
  }

  /** Time (milliseconds of the epoch), level, logger, thread, message and throwable; one object a line. */
  static Encoder<ILoggingEvent> json(LoggerContext context) {
    var encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithFormattedMessage(true);
    encoder.start();
    return encoder;
  }

  private static Appender<ILoggingEvent> appender(
      LoggerContext context, Encoder<ILoggingEvent> encoder) {
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }

  /** What was said before the settings were read is text. */
  public static void apply(LogConfig config) {
    if (LoggerFactory.getLogger("io.fedics") instanceof Logger logger) {
      logger.setLevel(Level.toLevel(config.level()));
      if (config.format().equals(LogConfig.JSON)) {
        LoggerContext context = logger.getLoggerContext();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(appender(context, json(context)));
      }
    }
  }
}
