# Compiles Parley into one executable and ships that alone.
#   docker build --build-arg COMMIT="$(git rev-parse --short HEAD)" -t parley .

FROM denoland/deno:2.9.6 AS build
WORKDIR /src

# Dependencies first: they change seldom, so these layers are kept while the sources change.
COPY deno.json deno.lock ./
COPY server/deno.json server/prod.lock server/
COPY static/deno.json static/
COPY tests/deno.json tests/
COPY bench/deno.json bench/
RUN deno install --frozen
# The bundler, and what every executable is built on, come with the first program: an empty one.
RUN touch empty.ts && deno bundle --quiet --output empty.js empty.ts && \
  deno compile --no-lock --output empty empty.js && rm empty.ts empty.js empty

COPY main.ts ./
COPY server server
COPY static static
ARG COMMIT=unknown
RUN deno task compile --commit "$COMMIT"
# The image below has no shell to make it with.
RUN mkdir -m 700 /data

# glibc, libgcc and certificates, all that the executable needs; no shell and no package manager
# for anyone who should not be there. Its tag moves: a build takes the newest security fixes.
FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /src/parley /parley
COPY --from=build --chown=65532:65532 /data /data
USER 65532:65532
ENV HOST=0.0.0.0 PORT=8000 DATA_DIR=/data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["/parley", "health"]
ENTRYPOINT ["/parley"]
CMD ["serve"]
