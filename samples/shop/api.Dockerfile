# The API and its driver, with an archive of its classes for a quick start.
FROM jcompose/java
WORKDIR /app
COPY target/app/ ./
RUN java -XX:ArchiveClassesAtExit=shop.jsa -cp shop.jar:postgresql.jar io.jcompose.samples.shop.Shop --rehearse
EXPOSE 8080
CMD ["java", "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:SharedArchiveFile=shop.jsa", "-cp", "shop.jar:postgresql.jar", "io.jcompose.samples.shop.Shop"]
