package io.fedics.present.scoring;

import io.fedics.present.access.AccessHandler;
import io.fedics.present.http.Endpoint;
import io.fedics.present.http.FormType;
import io.fedics.present.http.Parameter;
import io.fedics.present.http.PathId;
import io.fedics.present.http.Problem;
import io.fedics.present.http.ProblemKind;
import io.fedics.present.http.Query;
import io.fedics.shared.event.RecordOrigin;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files whose rows are judged. The file goes to disk as it comes, its rows from there in blocks. */
public final class UploadApi {
  private static final Logger LOG = LoggerFactory.getLogger(UploadApi.class);
  private static final Parameter LIMIT = Parameter.whole("limit", "rows of one answer", 1, 1_000);
  private static final int USUAL_ROWS = 100;
  /** Longer than a browser likes to wait; a file that takes longer is answered as it is then. */
  private static final long PATIENCE_MILLIS = 20_000;

  private static final int MOST_NAME = 200;
  private static final String ONE_FILE = "one file in the form";

  private final Scoring scoring;
  private final ScoredReadStore store;
  private final UploadStore uploads;
  private final long mostBytes;
  private final Clock clock;
  private final Consumer<JsonObject> told;
  /** Files of this process whose rows are being judged. */
  private final Map<UUID, UploadRun> running = new ConcurrentHashMap<>();

  /**
   * @param mostBytes of one request
   * @param told a batch that says something new
   */
  public UploadApi(
      Scoring scoring,
      ScoredReadStore store,
      UploadStore uploads,
      long mostBytes,
      Clock clock,
      Consumer<JsonObject> told) {
    this.scoring = scoring;
    this.store = store;
    this.uploads = uploads;
    this.mostBytes = mostBytes;
    this.clock = clock;
    this.told = told;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post(
            "/api/v1/upload/csv",
            "Judges every row of a comma-separated file, by the model of the table that has its columns",
            List.of(PredictApi.SITE),
            Endpoint.RequestBody.FILE,
            this::upload),
        Endpoint.post(
            "/api/v1/upload/batch/:id/cancel",
            "Judges no further row of a file; what was judged stays",
            (context, _) -> cancel(PathId.of(context))),
        Endpoint.get(
            "/api/v1/upload/limits",
            "How large a file may be",
            List.of(),
            (_, _) -> Future.succeededFuture(new JsonObject().put("most_bytes", mostBytes))),
        Endpoint.get(
            "/api/v1/upload/batches",
            "Uploaded files, newest first",
            List.of(LIMIT),
            (_, query) -> uploads.newest(query.whole("limit", USUAL_ROWS))),
        Endpoint.get(
            "/api/v1/upload/batch/:id",
            "One uploaded file with its rows' verdicts, in the order of the file",
            List.of(
                LIMIT,
                Parameter.whole("after_line", "rows behind this line", 0, Integer.MAX_VALUE)),
            this::batch));
  }

  private Future<JsonObject> batch(RoutingContext context, Query query) {
    UUID id = PathId.of(context);
    int limit = query.whole("limit", USUAL_ROWS);
    return uploads
        .find(id)
        .compose(batch -> store
            .ofBatch(id, query.whole("after_line", 0), limit)
            .map(rows -> batch.put("items", rows)));
  }

  private Future<JsonObject> cancel(UUID id) {
    UploadRun run = running.get(id);
    if (run == null) {
      return uploads
          .failInterrupted()
          .onSuccess(ended -> ended.forEach(told))
          .compose(_ -> uploads.find(id))
          .compose(batch -> UploadStore.INTERRUPTED.equals(batch.getString("failure"))
              ? Future.succeededFuture(batch)
              : Future.failedFuture(notReadHere(batch.getString("status"))));
    }
    run.cancel();
    return uploads.find(id);
  }

  private static Problem notReadHere(String status) {
    String is = status.equals("reading")
        ? "being read by another process, or by one that ended less than a minute ago"
        : status;
    return Problem.of(
        409,
        ProblemKind.NOT_READING,
        "Not being judged",
        "The upload is %s (expected: reading, in this process).".formatted(is));
  }

  private void tell(UUID id) {
    uploads.find(id).onSuccess(told::accept);
  }

  private Future<JsonObject> upload(RoutingContext context, Query query) {
    requireForm(context);
    Asked asked = Asked.now(query.text("site").orElse(Asked.SITE), RecordOrigin.UPLOAD, clock);
    String person = AccessHandler.sessionOf(context).person();
    return toDisk(context).compose(file -> {
      var run =
          new UploadRun(context.vertx(), scoring, store, uploads, asked, () -> tell(asked.id()));
      return run.open(file.path)
          .compose(opened -> uploads
              .open(new UploadStore.Opened(
                  asked.id(),
                  file.name,
                  person,
                  asked.site(),
                  opened.table().wireName(),
                  opened.model()))
              .recover(failure ->
                  run.close(opened).otherwiseEmpty().compose(_ -> Future.failedFuture(failure)))
              .compose(_ -> patiently(
                  asked.id(),
                  judged(asked.id(), run, opened).eventually(() -> delete(context, file)))))
          .onFailure(_ -> delete(context, file))
          .compose(_ -> uploads.find(asked.id()));
    });
  }

  private Future<Void> judged(UUID id, UploadRun run, UploadRun.Opened opened) {
    running.put(id, run);
    tell(id);
    return run.run(opened).onComplete(_ -> running.remove(id));
  }

  private void requireForm(RoutingContext context) {
    if (!FormType.of(context).equals(FormType.WITH_FILES)) {
      throw Problem.of(
          415,
          ProblemKind.NOT_A_FORM,
          "Not a form",
          "Content-Type: " + context.request().getHeader("Content-Type")
              + " (expected: multipart/form-data with one file)");
    }
    String length = context.request().getHeader("Content-Length");
    if (length == null || !length.matches("\\d{1,18}")) {
      throw Problem.of(
          411,
          ProblemKind.NO_LENGTH,
          "No length",
          "Content-Length: " + length + " (expected: bytes)");
    }
    if (Long.parseLong(length) > mostBytes) {
      throw Problem.of(
          413,
          ProblemKind.TOO_LARGE,
          "Too large",
          length + " bytes (expected: at most " + mostBytes + ")");
    }
  }

  /** A file on disk, and what it is called where it came from. */
  private record Received(Path path, String name) {}

  private static Future<Received> toDisk(RoutingContext context) {
    var files = context.vertx().fileSystem();
    Promise<Received> received = Promise.promise();
    Promise<Void> whole = Promise.promise();
    var begun = new AtomicInteger();
    FormType.expect(context);
    context.request().pause();
    context.request().uploadHandler(upload -> {
      if (begun.getAndIncrement() > 0) {
        upload.handler(_ -> {}); // read to the end of the form, which is refused then
        return;
      }
      upload.pause();
      files
          .createTempFile("fedics-upload", ".csv")
          .compose(path -> upload
              .streamToFileSystem(path)
              .map(_ -> new Received(Path.of(path), nameOf(upload)))
              .recover(cut ->
                  files.delete(path).otherwiseEmpty().compose(_ -> Future.failedFuture(cut))))
          .onSuccess(file -> {
            if (!received.tryComplete(file)) { // the form's rest was refused meanwhile
              delete(context, file);
            }
          })
          .onFailure(received::tryFail);
    });
    context.request().exceptionHandler(cut -> {
      received.tryFail(cut);
      whole.tryFail(cut);
    });
    context.request().endHandler(_ -> {
      if (begun.get() == 0) {
        received.tryFail(Problem.badValue(422, "file", "missing", ONE_FILE));
      }
      whole.tryComplete();
    });
    context.request().resume();
    return received
        .future()
        .compose(file -> whole
            .future()
            .compose(_ -> requireOne(begun.get()))
            .recover(refused -> delete(context, file).compose(_ -> Future.failedFuture(refused)))
            .map(file));
  }

  private static Future<Void> requireOne(int files) {
    return files == 1
        ? Future.succeededFuture()
        : Future.failedFuture(Problem.badValue(422, "file", files + " files", ONE_FILE));
  }

  private static String nameOf(HttpServerFileUpload upload) {
    String name = upload.filename() == null ? "" : upload.filename().replaceAll("\\p{Cntrl}", "");
    return name.length() > MOST_NAME ? name.substring(0, MOST_NAME) : name;
  }

  private static Future<Void> delete(RoutingContext context, Received file) {
    return context.vertx().fileSystem().delete(file.path.toString()).otherwiseEmpty();
  }

  /** Done, or still at it after a while; its batch says which, and the log when it fails behind the answer. */
  private static Future<Void> patiently(UUID id, Future<Void> run) {
    return run.timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).recover(failure -> {
      if (!(failure instanceof TimeoutException)) {
        return Future.failedFuture(failure);
      }
      run.onFailure(late -> LOG.warn("upload {} failed", id, late));
      return Future.succeededFuture();
    });
  }
}
