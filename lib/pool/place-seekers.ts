/**
 * Those who wait until there is a place for another inference. Of several, one is told of each place that becomes free, first
 * come first served; where that one leaves it, the next is told.
 */
export class PlaceSeekers {
  readonly #seekers = new Set<{ look: () => boolean; refuse: (error: unknown) => void }>();
  /** Places that somebody was told of and has not taken yet. */
  #promised = 0;
  #lapse: NodeJS.Immediate | undefined;

  /**
   * Resolves when there is a place: at once where there is one.
   *
   * @param hasPlace Whether there is a place besides so many that others were just told of and have not taken yet.
   */
  when(hasPlace: (promised: number) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): boolean => {
        const found = hasPlace(this.#promised);
        if (found) this.#promise(resolve);
        return found;
      };
      if (this.#seekers.size > 0 || !look()) this.#seekers.add({ look, refuse: reject });
    });
  }

  #promise(resolve: () => void): void {
    this.#promised++;
    // who was told goes on in microtasks; when they are over, the place is taken or left
    this.#lapse ??= setImmediate(() => {
      this.#lapse = undefined;
      this.#promised = 0;
      this.tell();
    });
    resolve();
  }

  /** Does what takes a place: one that was told of it takes the place that it was promised. */
  take(enter: () => void): void {
    const wasPromised = this.#promised > 0;
    if (wasPromised) this.#promised--;
    try {
      enter();
    } finally {
      if (wasPromised) this.tell();
    }
  }

  /** Places may have become free: those who seek one look, in their order. */
  tell(): void {
    for (const seeker of this.#seekers) {
      if (!seeker.look()) return;
      this.#seekers.delete(seeker);
    }
  }

  /** There will be none. */
  close(error: unknown): void {
    for (const { refuse } of this.#seekers) refuse(error);
    this.#seekers.clear();
  }
}
