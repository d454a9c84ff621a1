"""Shapes of time: pay by year, forecasts, projections."""

from __future__ import annotations

from paychart.pay.time import demand, forecast, outlook, stretch, trend
from paychart.questions.shapes.derive import shape

TrendPoint = shape(stretch.TrendPoint)
Stretch = shape(stretch.Stretch)
ForecastPoint = shape(forecast.ForecastPoint)
Forecast = shape(forecast.Forecast)
Trend = shape(trend.Trend)
Prospect = shape(outlook.Prospect)
Regression = shape(demand.Regression, verdict=str)
DemandTest = shape(demand.DemandTest)
Outlook = shape(outlook.Outlook)
