namespace Nscp.Reviews.Api;

static class MachineClock
{
#pragma warning disable RS0030 // The one place where the machine's clock is taken, to be injected.
    internal static IClock Instance => SystemClock.Instance;
#pragma warning restore RS0030
}

/// <summary>The host's clock in whole microseconds, which is what the store keeps.</summary>
sealed class HostClock(IClock clock) : IClock
{
    internal Instant Now => SqlTime.Truncate(clock.GetCurrentInstant());

    Instant IClock.GetCurrentInstant() => Now;

    internal LocalDate Today => London.DateOf(Now);
}
