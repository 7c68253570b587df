using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Whatever is measured under the store's name, from its making on, by whomever in this process.</summary>
sealed class Meters : IDisposable
{
    readonly MeterListener _listener = new();
    readonly ConcurrentQueue<(string Instrument, string? Consumer, double Value)> _seen = [];

    internal Meters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == StoreMetrics.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _seen.Enqueue((instrument.Name, tags.IsEmpty ? null : tags[0].Value as string, value));

    internal double Sum(string instrument, string? consumer = null) => _seen.Where(one => one.Instrument == instrument && one.Consumer == consumer).Sum(one => one.Value);

    internal int Count(string instrument) => _seen.Count(one => one.Instrument == instrument);

    internal IReadOnlyList<double> Now(string instrument, string consumer)
    {
        var before = _seen.Count;
        _listener.RecordObservableInstruments();
        return [.. _seen.Skip(before).Where(one => one.Instrument == instrument && one.Consumer == consumer).Select(one => one.Value)];
    }

    public void Dispose() => _listener.Dispose();
}
