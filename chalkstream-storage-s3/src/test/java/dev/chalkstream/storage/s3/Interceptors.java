package dev.chalkstream.storage.s3;

import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What makes a client see a server that is worse than the one it talks to. */
final class Interceptors {

  private static final AwsErrorDetails DETAILS =
      AwsErrorDetails.builder().errorCode("Refused").errorMessage("as wanted").build();

  private Interceptors() {}

  /** Takes headers out of requests before they are signed: the server does not heed them then. */
  static ExecutionInterceptor without(String... headers) {
    Set<String> unheeded = Set.of(headers);
    return new ExecutionInterceptor() {
      @Override
      public SdkHttpRequest modifyHttpRequest(
          Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        SdkHttpRequest.Builder request = context.httpRequest().toBuilder();
        unheeded.forEach(request::removeHeader);
        return request.build();
      }
    };
  }

  /** Answers some requests with a status and does not send them. */
  static ExecutionInterceptor refusing(Predicate<SdkHttpRequest> refused, int status) {
    return new ExecutionInterceptor() {
      @Override
      public void beforeTransmission(
          Context.BeforeTransmission context, ExecutionAttributes attributes) {
        if (refused.test(context.httpRequest())) {
          throw S3Exception.builder().statusCode(status).awsErrorDetails(DETAILS).build();
        }
      }
    };
  }
}
