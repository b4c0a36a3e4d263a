package io.fedics.present.http;

import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.ErrorDataDecoderException;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.TooLongFormFieldException;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.TooManyFormFieldsException;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every error leaves as a problem document; only our own mistakes are logged. */
public final class Failures implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  @Override
  public void handle(RoutingContext context) {
    if (context.response().ended() || context.response().closed()) {
      return;
    }
    Problem problem = problemOf(context);
    if (context.response().headWritten()) {
      context.response().reset();
      return;
    }
    context
        .response()
        .setStatusCode(problem.status())
        .putHeader("content-type", "application/problem+json")
        .end(problem.json().toBuffer());
  }

  private static Problem problemOf(RoutingContext context) {
    if (context.failure() instanceof Problem problem) {
      return problem;
    }
    return switch (statusOf(context)) {
      case 400 ->
        Problem.of(400, ProblemKind.BAD_REQUEST, "Bad request", "The request cannot be read.");
      case 404 -> Problem.notFound("There is nothing at " + context.normalizedPath() + '.');
      case 405 ->
        Problem.of(
            405,
            ProblemKind.BAD_METHOD,
            "Bad method",
            "This path knows no " + context.request().method() + '.');
      case 413 ->
        Problem.of(
            413,
            ProblemKind.TOO_LARGE,
            "Too large",
            "The body, or a field of its form, is larger than this path takes.");
      default -> {
        LOG.error(
            "{} {} failed",
            context.request().method(),
            context.normalizedPath(),
            context.failure());
        yield Problem.of(
            500,
            ProblemKind.OUR_MISTAKE,
            "Our mistake",
            "The server made a mistake; its log says which.");
      }
    };
  }

  /** What Netty says of a form is about the request; a field above its size fails as an I/O error. */
  private static int statusOf(RoutingContext context) {
    return switch (context.failure()) {
      case TooLongFormFieldException _, TooManyFormFieldsException _ -> 413;
      case ErrorDataDecoderException form when form.getCause() instanceof IOException -> 413;
      case ErrorDataDecoderException _ -> 400;
      case null, default -> context.statusCode();
    };
  }
}
