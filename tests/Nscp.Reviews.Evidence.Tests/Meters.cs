using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Nscp.Reviews.Evidence.Tests;

/// <summary>Whatever is measured of sealing and verifying, from its making on, by whomever in this process.</summary>
sealed class Meters : IDisposable
{
    readonly MeterListener _listener = new();
    readonly ConcurrentQueue<(string Instrument, long Value)> _seen = [];

    internal Meters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == EvidenceMetrics.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _seen.Enqueue((instrument.Name, value)));
        _listener.Start();
    }

    internal long Sum(string instrument) => _seen.Where(one => one.Instrument == instrument).Sum(one => one.Value);

    internal int Count(string instrument) => _seen.Count(one => one.Instrument == instrument);

    public void Dispose() => _listener.Dispose();
}
