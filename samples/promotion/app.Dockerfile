# The code of samples/guestbook, compiled where it runs.
FROM jcompose/java
WORKDIR /app
COPY guestbook/target/app/h2.jar ./
COPY guestbook/src/main/java/io/jcompose/samples/guestbook/*.java /src/
RUN rm /src/package-info.java && java -m jdk.compiler/com.sun.tools.javac.Main -d /app /src/*.java
EXPOSE 8080
CMD ["java", "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", "/app:/app/h2.jar", "io.jcompose.samples.guestbook.Guestbook"]
